"""What every command shares: the door, its errors and statuses, and tables that fit."""
