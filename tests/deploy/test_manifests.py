"""The manifests for Kubernetes: what it knows, what is confined, and what is set."""

from collections.abc import Iterator
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.conftest import ROOT
from tests.deploy import settings

HERE = ROOT / "deploy" / "kubernetes"
#: Those of which a cluster may be, from the oldest that is still kept up.
VERSIONS = ("1.33", "1.37")
SECRETS = {
    "secret_key": "9ng5mH0cYq2vT7wXzKb4LrPd8sJf3aUe",
    **{
        name: f"postgresql://{name}@db.example.org/tracker?sslmode=verify-full"
        for name in (
            *("database_url", "database_institution_url", "database_owner_url"),
        )
    },
}


def kustomization() -> dict[str, Any]:
    text = (HERE / "kustomization.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def manifests() -> list[dict[str, Any]]:
    """Every object that the kustomization names."""
    return [
        each
        for name in kustomization()["resources"]
        for each in yaml.safe_load_all((HERE / name).read_text(encoding="utf-8"))
    ]


def pods() -> Iterator[dict[str, Any]]:
    for each in manifests():
        if each["kind"] == "Deployment":
            yield each["spec"]["template"]["spec"]
        elif each["kind"] == "CronJob":
            yield each["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def containers() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Each container by its name, with its pod."""
    return {
        each["name"]: (each, pod)
        for pod in pods()
        for each in [*pod.get("initContainers", ()), *pod["containers"]]
    }


def environment(container: dict[str, Any]) -> dict[str, str]:
    """The settings of a container, with those of the map."""
    (common,) = (each for each in manifests() if each["kind"] == "ConfigMap")
    named = [each["configMapRef"]["name"] for each in container["envFrom"]]
    assert named == [common["metadata"]["name"]]
    own = {each["name"]: each["value"] for each in container.get("env", ())}
    return {**common["data"], **own}


def test_every_manifest_is_in_the_kustomization() -> None:
    files = {each.name for each in HERE.glob("*.yaml")} - {"kustomization.yaml"}
    assert set(kustomization()["resources"]) == files


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "manifest",
    manifests(),
    ids=lambda each: f"{each['kind']} {each['metadata']['name']}",
)
def test_a_manifest_is_what_kubernetes_knows(
    manifest: dict[str, Any], version: str
) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)


def test_every_container_is_confined_as_the_namespace_demands() -> None:
    (namespace,) = (each for each in manifests() if each["kind"] == "Namespace")
    demanded = "pod-security.kubernetes.io/enforce"
    assert namespace["metadata"]["labels"][demanded] == "restricted"
    assert set(containers()) == {"upgrade", "pages", "worker", "backup"}
    for name, (container, pod) in containers().items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] == 10001, name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False, name
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"], name
        places = {each["mountPath"] for each in container["volumeMounts"]}
        assert places >= {"/var/lib/tracker", "/tmp"}, name


def test_settings_are_known_and_complete() -> None:
    for name, (container, pod) in containers().items():
        found = environment(container)
        assert settings.unknown(set(found)) == set(), name
        assert settings.given(found) >= settings.EVERYWHERE, name
        settings.check(found, SECRETS)
        is_owners = name in ("upgrade", "backup")
        assert (settings.OWNER in settings.given(found)) is is_owners, name
        mounted = {
            each["name"]: each["mountPath"] for each in container["volumeMounts"]
        }
        assert ("owner" in mounted) is is_owners, name
        for key, value in found.items():
            if key.endswith("_FILE"):
                folder, _, _ = value.rpartition("/")
                assert folder in mounted.values(), (name, key)
        assert mounted.keys() <= {each["name"] for each in pod["volumes"]}, name


def test_no_secret_is_in_a_manifest() -> None:
    assert not [each for each in manifests() if each["kind"] == "Secret"]


def test_the_image_is_the_one_that_the_kustomization_names() -> None:
    (image,) = kustomization()["images"]
    assert {each["image"] for each, _ in containers().values()} == {image["name"]}


def test_only_the_ingress_reaches_the_pages() -> None:
    (policy,) = (each for each in manifests() if each["kind"] == "NetworkPolicy")
    assert policy["spec"]["podSelector"] == {}
    (rule,) = policy["spec"]["ingress"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 8000}]
    services = [each for each in manifests() if each["kind"] == "Service"]
    assert [each["spec"].get("type", "ClusterIP") for each in services] == ["ClusterIP"]
