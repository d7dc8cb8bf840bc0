// Package cross has tests with helpers of another package.
package cross
