"""Working together: notices, tasks, countersigning, recusal, leave, handover, accounts."""
