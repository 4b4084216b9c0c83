using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CustomerSegmentation.Edge.Dashboard.Drawing;

/// <summary>Text in a drawing. In a Razor file <c>&lt;text&gt;</c> means something else.</summary>
public sealed class ChartText : ComponentBase
{
    /// <summary>Class of the style sheet.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <summary>Place along the width.</summary>
    [Parameter]
    public string? X { get; set; }

    /// <summary>Place along the height, downwards.</summary>
    [Parameter]
    public string? Y { get; set; }

    /// <summary>Moves and turns it.</summary>
    [Parameter]
    public string? Transform { get; set; }

    /// <summary>What it says.</summary>
    [Parameter, EditorRequired]
    public string Says { get; set; } = "";

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", X);
        builder.AddAttribute(3, "y", Y);
        builder.AddAttribute(4, "transform", Transform);
        builder.AddContent(5, Says);
        builder.CloseElement();
    }
}
