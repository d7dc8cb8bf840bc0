package contract

// stdValueLibraries is what the standard library has to keep values of any type, and to
// hand them on.
func stdValueLibraries() []Library {
	return []Library{
		{
			Path:       "sync",
			CallsNow:   "Once.Do/0 Map.Range/0",
			Once:       "Once.Do/0",
			CallsLater: "WaitGroup.Go/0",
			Wraps:      "OnceFunc/0 OnceValue/0 OnceValues/0",
			Takes:      "Map.Store/1 Map.Swap/1 Pool.Put/0",
			TakesIfOK:  "Map.CompareAndSwap/2",
			TakesIfNot: "Map.LoadOrStore/1",
		},
		{
			Path:      "sync/atomic",
			Takes:     "Pointer.Store/0 Pointer.Swap/0 Value.Store/0 Value.Swap/0",
			TakesIfOK: "Pointer.CompareAndSwap/1 Value.CompareAndSwap/1",
		},
		{
			Path: "container/list",
			Takes: "List.InsertAfter/0 List.InsertBefore/0 List.PushBack/0 List.PushBackList/0 List.PushFront/0 " +
				"List.PushFrontList/0",
		},
		{Path: "container/heap", Takes: "Push/1"},
		{
			Path: "slices",
			Elements: "All/0 AppendSeq/0 AppendSeq/1 Backward/0 Chunk/0 Clip/0 Clone/0 Collect/0 Compact/0 CompactFunc/0 " +
				"Concat/0 Delete/0 DeleteFunc/0 Grow/0 Insert/0 Insert/2 Repeat/0 Replace/0 Replace/3 Sorted/0 SortedFunc/0 " +
				"SortedStableFunc/0 Values/0",
		},
		{
			Path:     "maps",
			Takes:    "Copy/1 Insert/1",
			Elements: "All/0 Clone/0 Collect/0 Keys/0 Values/0",
		},
		{Path: "iter", Elements: "Pull/0 Pull2/0"},
		{
			Path:       "context",
			CallsLater: "AfterFunc/1",
			Elements: "WithCancel/0 WithCancelCause/0 WithDeadline/0 WithDeadlineCause/0 WithTimeout/0 WithTimeoutCause/0 " +
				"WithValue/0 WithValue/2 WithoutCancel/0 Context.Value/recv",
		},
	}
}
