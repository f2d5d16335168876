"""Looking after the service: back-up and restore, the doctor, figures for a monitoring system."""
