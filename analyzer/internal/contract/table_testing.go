package contract

import (
	"fmt"
	"strings"
)

// testingLibraries is what tests are written with.
func testingLibraries() []Library {
	return []Library{
		{
			Path: "testing",
			NoReturn: "common.FailNow common.Fatal common.Fatalf common.Skip common.SkipNow common.Skipf " +
				"TB.FailNow TB.Fatal TB.Fatalf TB.Skip TB.SkipNow TB.Skipf",
			CallsNow:  "T.Run/1 B.Run/1 B.RunParallel/0 Benchmark/0 AllocsPerRun/1",
			Teardowns: "common.Cleanup/0 TB.Cleanup/0",
		},
		{Path: "testing/synctest", CallsNow: "Test/1"},
		{
			Path:      "github.com/onsi/ginkgo/v2",
			NoReturn:  "AbortSuite Fail Skip",
			Teardowns: "AfterAll/0 AfterEach/0 AfterSuite/0 DeferCleanup/0",
		},
		testify("require"),
		testify("assert"),
		{Path: "github.com/stretchr/testify/suite", CallsNow: "Suite.Run/1"},
	}
}

// testify is about its two packages of assertions, whose functions have the
// same names: those of require stop the test, those of assert return a bool.
func testify(pkg string) Library {
	isNil := assertions("Nil NoError")
	isErr := assertions("EqualError Error ErrorAs ErrorContains ErrorIs NotNil")
	lib := Library{
		Path:      "github.com/stretchr/testify/" + pkg,
		ErrGuards: isErr,
		Denies:    assertions("False"),
		Panics:    assertions("Panics") + wantedPanics,
		NoReturn:  "FailNow FailNowf Assertions.FailNow Assertions.FailNowf",
		CallsNow:  assertions("Condition Eventually Never NotPanics Panics") + wantedPanics,
		Retries:   assertions("Eventually"),
	}
	if pkg == "require" {
		lib.NilGuards = isNil
		lib.NoReturn += " Fail Failf Assertions.Fail Assertions.Failf"
	} else {
		lib.NilTests = isNil
		lib.ErrTests = isErr
	}
	return lib
}

// wantedPanics are the assertions of what a func panics with.
const wantedPanics = " PanicsWithError/2 PanicsWithErrorf/2 PanicsWithValue/2 PanicsWithValuef/2" +
	" Assertions.PanicsWithError/1 Assertions.PanicsWithErrorf/1 Assertions.PanicsWithValue/1 Assertions.PanicsWithValuef/1"

// assertions lists the functions, the methods of Assertions, and the forms of
// both that take a format, with the index of what is asserted.
func assertions(names string) string {
	var b strings.Builder
	for _, name := range strings.Fields(names) {
		fmt.Fprintf(&b, " %[1]s/1 %[1]sf/1 Assertions.%[1]s/0 Assertions.%[1]sf/0", name)
	}
	return b.String()
}
