package half

func twice() int { return 2 * size() }
