package keras

import (
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
)

// freeze makes all layers in a model's config say that they aren't trained, as those of
// a model that isn't trained do in Keras, which reads no such key of a sequential model.
func freeze(c config.Map) {
	list, _ := c.Get("layers")
	entries, _ := list.([]any)
	for _, x := range entries {
		o, ok := x.(*config.Object)
		if !ok || o.ClassName == "InputLayer" || strings.HasPrefix(o.Module, "keras.src.ops") {
			continue
		}
		inner, _ := o.Config.(config.Map)
		inner.Set("trainable", false)
		if o.ClassName == "Sequential" {
			freeze(inner)
		}
		o.Config = inner
	}
}

// thaw is the contrary for a layer of a model that was read and isn't trained: what
// freeze has added goes, so that the model can be trained again by its own Trainable.
func thaw(l layers.Layer, within layers.Base) {
	if t := within.Trainable; t != nil && !*t && !layers.IsTrainable(l) {
		layers.SetTrainable(l, true)
	}
}
