"""What only Modal needs: settings, archives, a teacher on its GPU."""
