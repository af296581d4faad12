package keras

import "github.com/gokeras/keras/internal/config"

// Register makes a user's own type known under its name in a package, so that
// models with it can be saved and loaded: a struct that is a layer, loss, metric,
// optimizer, schedule, initializer, regularizer or constraint. In Python it is
// known by keras.saving.register_keras_serializable(pkg). Register returns true,
// so that it can stand in a variable declaration:
//
//	var _ = keras.Register[Lion]("mypackage")
//
// It panics if the type isn't a struct or is registered already.
func Register[T any](pkg string) bool { return config.RegisterCustom[T](pkg, "") }
