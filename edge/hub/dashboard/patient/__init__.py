"""The pages of one patient: the course, a session, the plan, words, remote monitoring, records."""
