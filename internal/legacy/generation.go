package legacy

import (
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// Generation returns which Keras wrote a model: 1, 2 or 3. The version is what the file
// says, such as "2.2.4-tf"; if it is empty, the config is asked: Keras 1 and 2 put
// their version beside it, and both have batch_input_shape where Keras 3 has
// batch_shape.
func Generation(version string, tree any) int {
	if m, ok := tree.(config.Map); ok && version == "" {
		version = m.Text("keras_version")
	}
	switch major, _, _ := strings.Cut(version, "."); major {
	case "1":
		return 1
	case "2":
		return 2
	case "":
		if has(tree, "batch_input_shape") {
			return 2
		}
	}
	return 3
}

// ClipsAll tells whether clipnorm was the norm of all gradients together in a version: so it
// was until Keras 2.3, but not in TensorFlow's, which say "2.2.4-tf".
func ClipsAll(version string) bool {
	for _, before := range []string{"1.", "2.0.", "2.1.", "2.2.", "2.3."} {
		if strings.HasPrefix(version, before) {
			return !strings.HasSuffix(version, "-tf")
		}
	}
	return false
}

// has tells whether a key is anywhere in a tree.
func has(tree any, key string) bool {
	switch v := tree.(type) {
	case []any:
		for _, x := range v {
			if has(x, key) {
				return true
			}
		}
	case config.Map:
		for _, e := range v {
			if e.Key == key || has(e.Value, key) {
				return true
			}
		}
	}
	return false
}
