package contract

// testingLibraries is what tests are written with.
func testingLibraries() []Library {
	return []Library{
		{
			Path: "testing",
			NoReturn: "common.FailNow common.Fatal common.Fatalf common.Skip common.SkipNow common.Skipf " +
				"TB.FailNow TB.Fatal TB.Fatalf TB.Skip TB.SkipNow TB.Skipf",
			CallsNow:   "T.Run/1 B.Run/1 B.RunParallel/0 Benchmark/0 AllocsPerRun/1",
			CallsLater: "common.Cleanup/0 TB.Cleanup/0",
		},
		{Path: "testing/synctest", CallsNow: "Test/1"},
	}
}
