"""The lake of facts and the questions that are asked of it."""
