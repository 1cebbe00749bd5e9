namespace TrailLake.Answers.Questions;

/// <summary>A parameter of a question; in its SQL <c>getvariable('name')</c>, NULL when it is left out.</summary>
/// <param name="Name">Name, as the option without its dashes.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">Value when it is left out; null for none.</param>
/// <param name="Description">What it is, for a person.</param>
public sealed record QuestionParameter(string Name, QuestionParameterKind Kind, string? Default, string Description);
