"""The people of an edition: invited, listed with what they may do, looked at one by one."""
