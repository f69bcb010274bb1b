"""What a system must pass: tests that tell a story, each tied to the requirements that it observes."""
