"""What leaves the app: print sheets and exports."""
