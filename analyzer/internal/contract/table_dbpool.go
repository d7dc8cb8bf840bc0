package contract

// dbpoolLibraries is about leakvet's own runtime. Its source says much of this
// too; but not that what is pushed on a stack is called in the end.
func dbpoolLibraries() []Library {
	const root = "github.com/leakvet/leakvet/dbpool"
	return []Library{
		{
			Path: root,
			Resources: []Resource{
				{
					Type:    "Pool",
					Class:   Pool,
					Acquire: "Open OpenDB",
					Release: "Close",
					Plain:   "Close DB Explain Holders Name Stats Tracking",
				},
			},
			Inert:      "Pool.DB",
			CallsNow:   "Pool.InTx/2 Pool.With/1",
			Commits:    "Pool.InTx/2",
			Undeterred: "Pool.Close/0",
		},
		{
			Path:     root + "/retry",
			CallsNow: "Do/3 Value/3",
			Retries:  "Do/3 Value/3",
			Gives:    "Value/3",
		},
		{
			Path: root + "/teardown",
			Resources: []Resource{
				{
					Type:    "Stack",
					Acquire: "Stack.Detach",
					Fill:    "Push PushCloser",
					Release: "Close Detach",
					Plain:   "Close Detach Push PushCloser",
				},
			},
			Inert:      "ForTest",
			Takes:      "Stack.PushCloser/1",
			CallsNow:   "Main/1 Run/1",
			Teardowns:  "Stack.Push/1",
			Undeterred: "Stack.Close/0",
		},
	}
}
