package checks

import (
	"os"

	"github.com/onsi/ginkgo/v2"
)

var _ = ginkgo.Describe("files", func() {
	ginkgo.It("leaks", func() {
		f, err := os.Create("a.txt") // want "unclosed: f .*is never closed"
		if err != nil {
			ginkgo.Fail(err.Error())
		}
		f.WriteString("a")
	})
	ginkgo.It("closes by a method value", func() {
		f, err := os.Create("a.txt")
		if err != nil {
			ginkgo.Fail(err.Error())
		}
		ginkgo.DeferCleanup(f.Close)
		f.WriteString("a")
	})
	ginkgo.BeforeEach(func() {
		f, _ := os.Create("a.txt")
		ginkgo.DeferCleanup(func() {
			_ = f.Close()
			_ = os.Remove("a.txt")
		})
		f.WriteString("a")
	})
})
