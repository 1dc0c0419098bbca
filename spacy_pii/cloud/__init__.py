"""Training, retraining and serving in run folders: on Modal, where the folders lie in a Volume, or anywhere else."""
