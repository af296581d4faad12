package ops

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
)

// callArgs reads the arguments of a call of Keras, of which the last ones may be
// missing or null, into what the pointers point to.
func callArgs(fn string, args []any, into ...any) error {
	if len(args) > len(into) {
		return fmt.Errorf("%s: received %d arguments beside the values, expected at most %d", fn, len(args), len(into))
	}
	var d config.Decoder
	for i, a := range args {
		if a == nil {
			continue
		}
		if err := d.Value(fmt.Sprintf("args[%d]", i), a, into[i]); err != nil {
			return fmt.Errorf("%s: %w", fn, err)
		}
	}
	return nil
}
