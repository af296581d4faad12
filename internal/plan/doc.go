// Package plan turns a program into a schedule that an engine can run: what is to
// be computed becomes how.
//
// It goes in four passes, each in files of its own.
//
//  1. Simplify (simplify.go and the rules beside it) makes a smaller program that
//     computes the same: equal computations are shared, constants folded, steps
//     that do nothing left out, transposes taken into products.
//  2. Fusion (fuse.go) joins element-wise primitives over equally many elements
//     into groups that pass over memory once, with the reductions that end them.
//     Broadcast values are read where they are used and never written. A matrix
//     product that one group alone reads is computed within it (source.go).
//  3. Ordering (order.go) lists the steps depth first, so that few arrays live at
//     once, and puts the steps that end in variables right behind the last use of
//     the old value, so that they can write the new one in its place.
//  4. Placement (place.go) gives every array that lies in memory its address: a
//     variable's, an output's, or one in the arena, where arrays share memory
//     that don't live at the same time.
//
// All passes take time that grows with the size of the program and no faster.
package plan

import "github.com/gokeras/keras/internal/graph"

// A Target says what planning has to know about an engine.
type Target struct {
	// Fuse tells whether the engine can compute n inside a group. It is asked
	// for element-wise primitives, Broadcast and the reductions. Nil fuses
	// nothing.
	Fuse func(n *graph.Node) bool

	// Tile is the largest number of elements that a group works on at once.
	Tile int

	// Source tells whether the engine can compute n, a primitive of its own, within
	// the group that alone reads its result, some elements before each part of the
	// group, which is cut as t says. Nil does so for none.
	Source func(n *graph.Node, t Tiling) bool
}
