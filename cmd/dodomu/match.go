package main

type matchCommand struct {
	Show      matchShowCommand      `cmd:"" default:"withargs" help:"What may be about the same child as a case: dodomu match NUMBER."`
	Eval      matchEvalCommand      `cmd:"" help:"Measure the matching: a population in memory, questions with known answers, figures."`
	Calibrate matchCalibrateCommand `cmd:"" help:"Learn how people err from known answers, and keep that for the matching."`
}
