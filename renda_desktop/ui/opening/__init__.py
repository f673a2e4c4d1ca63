"""From a closed home folder to an open office: unlocking, recovering, upgrading, founding."""
