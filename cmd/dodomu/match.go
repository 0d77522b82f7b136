package main

type matchCommand struct {
	Eval      matchEvalCommand      `cmd:"" help:"Measure the matching: a population in memory, questions with known answers, figures."`
	Calibrate matchCalibrateCommand `cmd:"" help:"Learn how people err from known answers, and keep that for the matching."`
}
