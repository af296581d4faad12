package callbacks

import "fmt"

// argument returns an error about an argument of a callback: what was received
// and what was expected.
func argument(name, format string, args ...any) error {
	return fmt.Errorf("%s: %s", name, fmt.Sprintf(format, args...))
}
