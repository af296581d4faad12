package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// logic leaves out choices that are known.
func logic(_ *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	switch op.(type) {
	case prim.Select:
		cond, known := Splat(in[0])
		switch {
		case in[1] == in[2], known && cond != 0:
			return in[1]
		case known:
			return in[2]
		}
	case prim.And:
		for i, x := range in {
			switch v, known := Splat(x); {
			case known && v != 0, in[0] == in[1]:
				return in[1-i]
			case known:
				return x
			}
		}
	case prim.Or:
		for i, x := range in {
			switch v, known := Splat(x); {
			case known && v == 0, in[0] == in[1]:
				return in[1-i]
			case known:
				return x
			}
		}
	case prim.Not:
		if before, operands := from(in[0]); before == (prim.Not{}) {
			return operands[0]
		}
	}
	return nil
}
