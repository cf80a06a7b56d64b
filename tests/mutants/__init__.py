"""Whether the tests notice a fault: code changed in one place, tests run against it.

python -m tests.mutants --sample 500 --seed 1
"""
