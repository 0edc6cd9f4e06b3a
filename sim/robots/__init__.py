"""Who plays: robot, plan, line-up and population files, and the robots that are drawn of them."""
