"""Run folders: training, retraining and promotion that survive being killed, at Modal or anywhere else."""
