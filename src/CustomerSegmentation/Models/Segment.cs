namespace CustomerSegmentation.Models;

/// <summary>A group of customers that bears a name and an action. Its id outlives the model that made it.</summary>
/// <param name="Id">Stable identifier, unique among all segments there ever were.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">Who these customers are, in a sentence.</param>
/// <param name="Action">What to do about them.</param>
public sealed record Segment(string Id, string Name, string Description, string Action);
