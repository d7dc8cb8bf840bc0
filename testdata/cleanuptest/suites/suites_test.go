// Package suites is about what suites of testify open and close.
package suites

import (
	"database/sql"

	"github.com/stretchr/testify/suite"
)

type eachSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *eachSuite) SetupTest() {
	db, err := sql.Open("pgx", "") // want "cleanuptest: SetupTest opens db for every test, and TearDownSuite closes the last one only: close it in TearDownTest"
	s.Require().NoError(err)
	s.db = db
}

func (s *eachSuite) TearDownSuite() { s.Require().NoError(s.db.Close()) }

type onceSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *onceSuite) SetupSuite() {
	var err error
	s.db, err = sql.Open("pgx", "")
	s.Require().NoError(err)
}

func (s *onceSuite) TearDownTest() {
	s.Require().NoError(s.db.Close()) // want "cleanuptest: TearDownTest closes db after the first test, and SetupSuite opens it only once: close it in TearDownSuite"
}

type goodSuite struct {
	suite.Suite
	shared, own *sql.DB
}

func (s *goodSuite) SetupSuite() {
	var err error
	s.shared, err = sql.Open("pgx", "")
	s.Require().NoError(err)
}

func (s *goodSuite) SetupTest() {
	var err error
	s.own, err = sql.Open("pgx", "")
	s.Require().NoError(err)
}

func (s *goodSuite) TearDownTest() { s.Require().NoError(s.own.Close()) }

func (s *goodSuite) TearDownSuite() { s.Require().NoError(s.shared.Close()) }

// It closes the former one itself.
type replacingSuite struct {
	suite.Suite
	db *sql.DB
}

func (s *replacingSuite) SetupTest() {
	if s.db != nil {
		s.Require().NoError(s.db.Close())
	}
	db, err := sql.Open("pgx", "")
	s.Require().NoError(err)
	s.db = db
}

func (s *replacingSuite) TearDownSuite() { s.Require().NoError(s.db.Close()) }
