"""Whether the tests notice a fault: code changed in one place, tests run against it.

python -m tests.mutants --sample 500 --seed 1
    half of the faults in the meaning, the rules, the matching and the scopes, of which
    95% have to be noticed; half in the pages and the actions, whose survivors are to be
    read. A run that was ended goes on where it was when it is started again.
python -m tests.mutants --seed 1,2 --tree FOLDER
    the code and the tests of another tree of the repository, such as an older one
python -m tests.mutants --again FILE
    the same faults as those of an earlier run, of which FILE has the results, as far as
    their code is still there; lists what one of the two runs noticed alone
"""
