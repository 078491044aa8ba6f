"""What a build keeps for the next one. To delete it costs time, and nothing else."""
