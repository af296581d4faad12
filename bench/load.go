package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newLoad() *cobra.Command {
	var s store
	cmd := &cobra.Command{
		Use:   "load",
		Short: "Time how long it takes to load a model",
		Long: `Time keras.Load of a file that the system has in memory: hello is the network
784-500-500-10 with the state of Adam, large is five dense layers.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.each(cmd, func(of sample) (storing, error) {
				if _, err := os.Stat(s.path(of.name)); err != nil {
					m, err := of.make()
					if err == nil {
						err = m.Save(s.path(of.name))
					}
					if err != nil {
						return storing{}, err
					}
				}
				return s.time(func() error {
					_, err := keras.Load(s.path(of.name))
					return err
				})
			})
		},
	}
	s.flags(cmd)
	return cmd
}
