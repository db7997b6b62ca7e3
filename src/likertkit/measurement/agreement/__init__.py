"""Agreement of raters and coders, and of measurements that were repeated."""
