"""What was done about a finding (行动): planned, done or given up, by whom, and what came in after it.

It hangs on the finding, not on a matter: a task (协办) or a directive (批示交办) is about matters and opens
them to whoever is given it; this opens none. Its words are read by everybody who sees the finding, and by
whoever undertook it.
"""
