package cleanup

import (
	"go/types"
	"slices"
	"strings"
)

// containerEnds are the functions and methods that end a container, by the path
// of their package: what they return tells of one that is left running.
var containerEnds = map[string][]string{
	"github.com/testcontainers/testcontainers-go": {"Terminate", "TerminateContainer"},
	"github.com/ory/dockertest":                   {"Purge", "Close"},
	"github.com/ory/dockertest/v3":                {"Purge", "Close"},
	"github.com/ory/dockertest/v4":                {"Purge", "Close"},
	"github.com/docker/docker/client":             {"ContainerRemove", "ContainerStop", "VolumeRemove", "NetworkRemove"},
	"github.com/fsouza/go-dockerclient":           {"RemoveContainer", "StopContainer"},
}

func isContainerEnd(fn *types.Func) bool {
	return fn.Pkg() != nil && slices.Contains(containerEnds[fn.Pkg().Path()], fn.Name())
}

// mutePools are pools whose release fails only if they were released before.
var mutePools = []string{"google.golang.org/grpc.ClientConn", "github.com/nats-io/nats.go.Conn"}

// IsMute reports whether t is the type of a pool whose release has nothing to tell.
func IsMute(t types.Type) bool { return slices.Contains(mutePools, typeName(t)) }

// mockPackages make pools that nothing stands behind: a Close of theirs fails unless the
// test has said that it will come.
var mockPackages = []string{
	"github.com/DATA-DOG/go-sqlmock", "gopkg.in/DATA-DOG/go-sqlmock.v1", "gopkg.in/DATA-DOG/go-sqlmock.v2",
	"github.com/pashagolub/pgxmock", "github.com/pashagolub/pgxmock/v2", "github.com/pashagolub/pgxmock/v3", "github.com/pashagolub/pgxmock/v4",
}

func isMockPackage(pkg *types.Package) bool {
	return pkg != nil && slices.Contains(mockPackages, pkg.Path())
}

// flushes are the methods by which writers hand on what they still hold, by
// their type.
var flushes = map[string]string{
	"bufio.Writer":                               "Flush",
	"encoding/csv.Writer":                        "Flush",
	"compress/gzip.Writer":                       "Close",
	"compress/zlib.Writer":                       "Close",
	"compress/flate.Writer":                      "Close",
	"archive/zip.Writer":                         "Close",
	"archive/tar.Writer":                         "Close",
	"cloud.google.com/go/storage.Writer":         "Close",
	"github.com/klauspost/compress/gzip.Writer":  "Close",
	"github.com/klauspost/compress/zstd.Encoder": "Close",
	"github.com/klauspost/pgzip.Writer":          "Close",
}

func isFlush(t types.Type, method string) bool {
	name := typeName(t)
	return name != "" && flushes[name] == method
}

// typeName returns the path and name of the type that t is or points to.
func typeName(t types.Type) string {
	named := namedOf(t)
	if named == nil || named.Obj().Pkg() == nil {
		return ""
	}
	return named.Obj().Pkg().Path() + "." + named.Obj().Name()
}

func isFile(t types.Type) bool { return typeName(t) == "os.File" }

// databaseFiles are the endings of the names of database files.
var databaseFiles = strings.Fields(".db .sqlite .sqlite3 .db3")

// sidecars are what SQLite adds to the name of a database's file.
var sidecars = strings.Fields("-wal -shm -journal")

// namesDatabase reports whether a file's name tells that it is a database.
func namesDatabase(name string) bool {
	return slices.ContainsFunc(slices.Concat(databaseFiles, sidecars), func(s string) bool { return strings.HasSuffix(name, s) })
}
