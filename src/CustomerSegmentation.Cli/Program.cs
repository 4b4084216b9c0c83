using CustomerSegmentation.Cli;

return await Tool.RunAsync(args, Terminal.OfProcess());
