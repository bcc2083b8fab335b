"""What charts and letters show of the meetings: trend, work done, standing, flags."""
