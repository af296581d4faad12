package optimizers

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// Name returns a new optimizer of the given class with its defaults: "adam",
// "Adam" and "ADAM" are Adam, "adamw" and "adam_w" are AdamW. If there is no such
// class, [Check] and [Build] of the result say so.
func Name(class string) Optimizer {
	quoted, _ := json.Marshal(class)
	o, err := config.Decode[Optimizer](quoted)
	if err != nil {
		return &unknown{Base: Base{Name: class}}
	}
	return o
}

// Names returns the names of the classes of keras.optimizers, sorted.
func Names() []string {
	var names []string
	for _, c := range config.Classes() {
		if c.Module == module {
			names = append(names, c.Name)
		}
	}
	return names
}

// unknown stands for an optimizer of a name that no class has.
type unknown struct{ Base }

func (u *unknown) Rate() (float64, schedules.Schedule)                    { return 0, nil }
func (u *unknown) Build([]*ops.Variable)                                  {}
func (u *unknown) Update(*ops.Trace, Step, []*ops.Variable, []*ops.Value) {}

// Check says that there is no such optimizer.
func (u *unknown) Check() error {
	return fmt.Errorf("Name: received %q, expected one of %s", u.Name, strings.Join(Names(), ", "))
}
