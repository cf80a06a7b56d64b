-- The roles and the database of Tracker, made once, when the server is set up. They are
-- those of `flask db roles`; each password is read from its file.
\set owner_password `cat /run/secrets/owner_password`
\set application_password `cat /run/secrets/application_password`
\set institution_password `cat /run/secrets/institution_password`
CREATE ROLE tracker_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'owner_password';
CREATE ROLE tracker LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'application_password';
CREATE ROLE tracker_institution LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS
    PASSWORD :'institution_password';
CREATE DATABASE tracker OWNER tracker_owner ENCODING 'UTF8' TEMPLATE template0;
