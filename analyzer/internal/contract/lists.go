package contract

// A list is one of the lists of functions of a library, with what it says of each: that
// it does something with a parameter, or has a mark.
type list struct {
	words  func(*Library) string
	params func(*FuncContract) *[]int
	mark   func(*FuncContract)
}

var lists = []list{
	{words: func(l *Library) string { return l.Takes }, params: func(c *FuncContract) *[]int { return &c.Takes }},
	{words: func(l *Library) string { return l.TakesIfOK }, params: func(c *FuncContract) *[]int { return &c.TakesIfOK }},
	{words: func(l *Library) string { return l.TakesIfNot }, params: func(c *FuncContract) *[]int { return &c.TakesIfNot }},
	{words: func(l *Library) string { return l.Releases }, params: func(c *FuncContract) *[]int { return &c.Releases }},
	{words: func(l *Library) string { return l.ReleasesIfErr }, params: func(c *FuncContract) *[]int { return &c.ReleasesIfErr }},
	{words: func(l *Library) string { return l.Wraps }, params: func(c *FuncContract) *[]int { return &c.Wraps }},
	{words: func(l *Library) string { return l.Elements }, params: func(c *FuncContract) *[]int { return &c.Elements }},
	{words: func(l *Library) string { return l.NilGuards }, params: func(c *FuncContract) *[]int { return &c.NilGuards }},
	{words: func(l *Library) string { return l.ErrGuards }, params: func(c *FuncContract) *[]int { return &c.ErrGuards }},
	{words: func(l *Library) string { return l.NilTests }, params: func(c *FuncContract) *[]int { return &c.NilTests }},
	{words: func(l *Library) string { return l.ErrTests }, params: func(c *FuncContract) *[]int { return &c.ErrTests }},
	{words: func(l *Library) string { return l.Denies }, params: func(c *FuncContract) *[]int { return &c.Denies }},
	{words: func(l *Library) string { return l.Panics }, params: func(c *FuncContract) *[]int { return &c.Panics }},
	{words: func(l *Library) string { return l.NilKeepers }, params: func(c *FuncContract) *[]int { return &c.NilKeepers }},
	{words: func(l *Library) string { return l.CallsNow }, params: func(c *FuncContract) *[]int { return &c.CallsNow }},
	{words: func(l *Library) string { return l.Commits }, params: func(c *FuncContract) *[]int { return &c.Commits }},
	{words: func(l *Library) string { return l.Once }, params: func(c *FuncContract) *[]int { return &c.Once }},
	{words: func(l *Library) string { return l.CallsLater }, params: func(c *FuncContract) *[]int { return &c.CallsLater }},
	{words: func(l *Library) string { return l.Teardowns }, params: func(c *FuncContract) *[]int { return &c.Teardowns }},
	{words: func(l *Library) string { return l.Undeterred }, params: func(c *FuncContract) *[]int { return &c.Undeterred }},
	{words: func(l *Library) string { return l.Retries }, params: func(c *FuncContract) *[]int { return &c.Retries }},
	{words: func(l *Library) string { return l.Gives }, params: func(c *FuncContract) *[]int { return &c.Gives }},
	{words: func(l *Library) string { return l.Asks }, params: func(c *FuncContract) *[]int { return &c.Asks }},
	{words: func(l *Library) string { return l.InTx }, params: func(c *FuncContract) *[]int { return &c.InTx }},
	{words: func(l *Library) string { return l.Deletes }, params: func(c *FuncContract) *[]int { return &c.Deletes }},
	{words: func(l *Library) string { return l.Inert }, mark: func(c *FuncContract) { c.Inert = true }},
	{words: func(l *Library) string { return l.NoReturn }, mark: func(c *FuncContract) { c.NoReturn = true }},
	{words: func(l *Library) string { return l.Exits }, mark: func(c *FuncContract) { c.NoReturn, c.Exits = true, true }},
	{words: func(l *Library) string { return l.Flushes }, mark: func(c *FuncContract) { c.Flushes = true }},
	{words: func(l *Library) string { return l.Logs }, mark: func(c *FuncContract) { c.Logs = true }},
	{words: func(l *Library) string { return l.Lends }, mark: func(c *FuncContract) { c.Lends = true }},
	{words: func(l *Library) string { return l.NonNil }, mark: func(c *FuncContract) { c.NonNil = true }},
}
