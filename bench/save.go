package main

import "github.com/spf13/cobra"

func newSave() *cobra.Command {
	var s store
	cmd := &cobra.Command{
		Use:   "save",
		Short: "Time how long it takes to save a model",
		Long:  "Time Save of the models that load loads, until the new file is on the disk, in place of the one before.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.each(cmd, func(of sample) (storing, error) {
				m, err := of.make()
				if err != nil {
					return storing{}, err
				}
				return s.time(func() error { return m.Save(s.path(of.name)) })
			})
		},
	}
	s.flags(cmd)
	return cmd
}
