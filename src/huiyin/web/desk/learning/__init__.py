"""What the reading learns on the workbench: what to ask about first, one key to answer, the models' cards."""
