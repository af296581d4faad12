package keras

import "errors"

var (
	// ErrBusy says that a model is being trained or evaluated already.
	ErrBusy = errors.New("keras: the model is being trained or evaluated by another call")

	// ErrNotCompiled says that a model was to be trained or evaluated before it
	// was compiled.
	ErrNotCompiled = errors.New("keras: the model isn't compiled: call Compile first")

	errNoContext = errors.New("ctx: received nil, expected a context such as context.Background()")
)
