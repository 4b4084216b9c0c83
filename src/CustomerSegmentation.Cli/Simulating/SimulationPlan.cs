using CustomerSegmentation.Simulation;

namespace CustomerSegmentation.Cli.Simulating;

/// <summary>What the user asked the simulated shop to do.</summary>
/// <param name="Shop">Its customers.</param>
/// <param name="History">How far back the shop opened; zero for no history.</param>
/// <param name="Until">When the history ends; null for now.</param>
/// <param name="Rate">Live events a second after the history; zero for none.</param>
/// <param name="Duration">How long to go on live; null until Ctrl-C.</param>
/// <param name="Events">How many events at most, history included; null for no limit.</param>
/// <param name="Batch">Events a message; null for what is usual for the target.</param>
internal sealed record SimulationPlan(
    ShopOptions Shop, TimeSpan History, DateTimeOffset? Until, double Rate, TimeSpan? Duration, long? Events, int? Batch);
