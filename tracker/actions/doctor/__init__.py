"""What is unsafe or broken in an installation, each in a sentence with what to do."""

from tracker.actions.doctor import checks, disk, examination, first_steps, own_folder
